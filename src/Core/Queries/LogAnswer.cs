namespace ChefActors.Core.Queries;

/// <summary>The <c>answer</c> to <see cref="Query.Log"/>.</summary>
public sealed record LogAnswer
{
    /// <summary>The most characters of <see cref="Data"/>: with the rest of a result they stay below a row's 400 KiB.</summary>
    public const int DataCharsAtMost = 384 * 1024;

    /// <summary><c>log</c>.</summary>
    public string What { get; init; } = "log";

    /// <summary>The command whose run it is.</summary>
    public required string Command { get; init; }

    /// <summary>Which start of it, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Bytes of the log before this piece.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes of this piece; 0 at the end of the log and behind it.</summary>
    public required int Bytes { get; init; }

    /// <summary>Bytes of the whole log when it was read.</summary>
    public required long Size { get; init; }

    /// <summary>The run is under way: the log may grow.</summary>
    public bool Running { get; init; }

    /// <summary>The exit code that was noted; null: none, or not yet.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How <see cref="Data"/> holds the bytes: <see cref="PackedBytes.Encoding"/>.</summary>
    public string Encoding { get; init; } = PackedBytes.Encoding;

    /// <summary>The bytes.</summary>
    public required string Data { get; init; }
}
