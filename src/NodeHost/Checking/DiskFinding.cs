namespace ChefActors.NodeHost.Checking;

/// <summary>What was seen of the state directory, without changing anything.</summary>
internal sealed record DiskFinding
{
    /// <summary>The setting.</summary>
    public required string Path { get; init; }

    /// <summary>It is there.</summary>
    public required bool IsThere { get; init; }

    /// <summary>What is there is no directory.</summary>
    public bool IsFile { get; init; }

    /// <summary>The nearest directory above it that is there; itself when it is.</summary>
    public required string Nearest { get; init; }

    /// <summary>This user may write and search <see cref="Nearest"/>.</summary>
    public required bool IsWritable { get; init; }

    /// <summary>The owner's user id; null: not known.</summary>
    public uint? Owner { get; init; }

    /// <summary>This user's id.</summary>
    public required uint User { get; init; }

    /// <summary>Its mode; null: not known.</summary>
    public UnixFileMode? Mode { get; init; }

    /// <summary>Bytes that this user may still write.</summary>
    public required long FreeBytes { get; init; }

    /// <summary>The file system's kind, such as <c>ext4</c>.</summary>
    public required string FileSystem { get; init; }

    /// <summary>What kept logs may take.</summary>
    public required long KeepBytes { get; init; }

    /// <summary>What is wrong with the journal; null: nothing, or there is none.</summary>
    public string? JournalFault { get; init; }
}
