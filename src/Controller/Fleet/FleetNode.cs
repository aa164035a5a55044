using System.Text.Json;
using ChefActors.Core.Nodes;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Fleet;

/// <summary>One node as its znodes tell of it. Null means: not there, not read, or not readable (then <see cref="Problems"/> says so).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Alive">Its <c>alive</c> znode is there.</param>
/// <param name="Since">Alive: since when. Gone: a time by which it was gone for certain; null when no write of the cluster tells.</param>
/// <param name="Presence">Who is there.</param>
/// <param name="Activity">What it does.</param>
/// <param name="Facts">A JSON object as the node wrote it.</param>
/// <param name="Last">Its latest result, whatever its origin.</param>
/// <param name="Problems">Payloads that could not be read, a sentence each.</param>
internal sealed record FleetNode(
    NodeName Name,
    bool Alive,
    DateTimeOffset? Since,
    Presence? Presence,
    Activity? Activity,
    JsonElement? Facts,
    CommandResult? Last,
    IReadOnlyList<string> Problems)
{
    /// <summary>When its facts last changed, by ZooKeeper's time; null: not read, or there are none.</summary>
    public DateTimeOffset? FactsChangedAt { get; init; }
}
