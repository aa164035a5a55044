namespace ChefActors.ZooKeeper.Embedded.Tree;

/// <summary>
/// Told what a transaction changed, once it is certain that it took effect and before the next one begins. Each znode is told in the
/// state that the whole transaction left it in.
/// </summary>
internal interface ITreeObserver
{
    /// <summary>It is there now. A later <see cref="Deleted"/> of the same transaction may take it away again.</summary>
    void Created(Znode node);

    /// <summary>It was there before and is still, told once however often it changed.</summary>
    void Changed(Znode node, in ZnodeState before);

    /// <summary>It is gone; it had no children.</summary>
    void Deleted(Znode node);
}
