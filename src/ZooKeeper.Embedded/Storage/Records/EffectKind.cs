namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>What a stored effect did. The numbers are those of the files.</summary>
internal enum EffectKind
{
    /// <summary>A znode that was not there, with all of it.</summary>
    Created = 1,

    /// <summary>A znode that was there; data and ACL only when they are others.</summary>
    Changed = 2,

    /// <summary>A znode that is gone: its path.</summary>
    Deleted = 3,

    /// <summary>A session began: id, password, time-out in ms.</summary>
    SessionOpened = 4,

    /// <summary>A session ended: its id. Its ephemeral znodes are deleted by effects of their own.</summary>
    SessionClosed = 5,
}
