namespace ChefActors.Controller.Console.Rendering;

/// <summary>What an operator's word says with <c>--output json</c>.</summary>
/// <param name="V">Version.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Rollout">The rollout's id.</param>
/// <param name="Word">Such as <c>pause</c>.</param>
/// <param name="Changed">False: it stood already.</param>
/// <param name="Told">What holds from now on.</param>
internal sealed record WordDocument(int V, string Cluster, string Rollout, string Word, bool Changed, string Told);
