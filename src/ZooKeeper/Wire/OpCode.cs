namespace ChefActors.ZooKeeper.Wire;

/// <summary>Request types (ZooDefs.OpCode).</summary>
internal static class OpCode
{
    public const int Notification = 0;
    public const int Create = 1;
    public const int Delete = 2;
    public const int Exists = 3;
    public const int GetData = 4;
    public const int SetData = 5;
    public const int GetAcl = 6;
    public const int SetAcl = 7;
    public const int GetChildren = 8;
    public const int Sync = 9;
    public const int Ping = 11;
    public const int GetChildren2 = 12;
    public const int Check = 13;
    public const int Multi = 14;
    public const int Create2 = 15;
    public const int Reconfig = 16;
    public const int CheckWatches = 17;
    public const int RemoveWatches = 18;
    public const int CreateContainer = 19;
    public const int DeleteContainer = 20;
    public const int CreateTtl = 21;
    public const int MultiRead = 22;
    public const int Auth = 100;
    public const int SetWatches = 101;
    public const int Sasl = 102;
    public const int GetEphemerals = 103;
    public const int GetAllChildrenNumber = 104;
    public const int SetWatches2 = 105;
    public const int AddWatch = 106;
    public const int WhoAmI = 107;
    public const int CreateSession = -10;
    public const int CloseSession = -11;
    public const int Error = -1;

    /// <summary>The name for messages and logs.</summary>
    public static string NameOf(int code) => code switch
    {
        Create or Create2 => "create",
        Delete => "delete",
        Exists => "exists",
        GetData => "getData",
        SetData => "setData",
        GetAcl => "getACL",
        SetAcl => "setACL",
        GetChildren or GetChildren2 => "getChildren",
        Sync => "sync",
        Ping => "ping",
        Check => "check",
        Multi => "multi",
        Auth => "auth",
        Reconfig => "reconfig",
        CheckWatches => "checkWatches",
        RemoveWatches => "removeWatches",
        CreateContainer => "createContainer",
        CreateTtl => "createTTL",
        MultiRead => "multiRead",
        GetEphemerals => "getEphemerals",
        GetAllChildrenNumber => "getAllChildrenNumber",
        SetWatches2 => "setWatches2",
        AddWatch => "addWatch",
        WhoAmI => "whoAmI",
        SetWatches => "setWatches",
        CloseSession => "closeSession",
        _ => $"operation {code}",
    };

    /// <summary>True when a request of this type changes znodes, so that its outcome matters after a lost reply.</summary>
    public static bool IsWrite(int code) => code is Create or Create2 or Delete or SetData or SetAcl or Multi or CloseSession or CreateContainer or CreateTtl;
}
