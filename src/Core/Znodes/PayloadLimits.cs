namespace ChefActors.Core.Znodes;

/// <summary>Bounds of what is written and read (CONTRACT, sections 2 to 4; DELIVERY, 1.1).</summary>
public static class PayloadLimits
{
    /// <summary>Bytes of any payload, and of the data of one transaction.</summary>
    public const int PayloadBytes = 512 * 1024;

    /// <summary>Bytes of an inbox entry as it is read: the command, and what claim and stop request add to it.</summary>
    public const int EntryBytes = PayloadBytes + (4 * 1024);

    /// <summary>Operations of one transaction.</summary>
    public const int TransactionOperations = 100;

    /// <summary>Bytes of a result in its row.</summary>
    public const int ResultBytes = 400 * 1024;

    /// <summary>Bytes of the copy at the node.</summary>
    public const int NodeResultBytes = 64 * 1024;

    /// <summary>Bytes of a push through the slot.</summary>
    public const int SlotBytes = 256 * 1024;

    /// <summary>Bytes of the log's tail after a failure.</summary>
    public const int FailureLogTailBytes = 16 * 1024;

    /// <summary>Bytes of the log's tail otherwise.</summary>
    public const int SuccessLogTailBytes = 1024;

    /// <summary>Nesting of any JSON.</summary>
    public const int JsonDepth = 32;
}
