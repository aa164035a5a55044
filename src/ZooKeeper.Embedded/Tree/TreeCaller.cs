namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>On whose behalf the tree is read or changed.</summary>
/// <param name="SessionId">The owner of ephemeral znodes that are created.</param>
/// <param name="Identities">What access control lists are matched with; empty is fine for open znodes.</param>
internal readonly record struct TreeCaller(long SessionId, IReadOnlyList<Identity> Identities)
{
    /// <summary>A session without credentials.</summary>
    public static TreeCaller Anonymous(long sessionId) => new(sessionId, []);
}
