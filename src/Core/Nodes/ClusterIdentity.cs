namespace ChefActors.Core.Nodes;

/// <summary>Payload of <c>/chefactors</c>: made by whoever comes first.</summary>
/// <param name="V">Payload version.</param>
/// <param name="Cluster">Its name, for people.</param>
/// <param name="Id">Random; a node refuses another cluster's until told to adopt it.</param>
public sealed record ClusterIdentity(int V, string Cluster, string Id);
