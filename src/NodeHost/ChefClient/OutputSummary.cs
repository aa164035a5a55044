using ChefActors.Core.Results;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>What can be known from chef-client's output alone. Null is unknown, never 0.</summary>
internal sealed record OutputSummary
{
    /// <summary>Nothing is known.</summary>
    internal static OutputSummary Empty { get; } = new();

    /// <summary>Chef's version as printed.</summary>
    public string? ChefVersion { get; init; }

    /// <summary>Resources updated and in total.</summary>
    public ResourceCount? Resources { get; init; }

    /// <summary>Cookbooks and versions.</summary>
    public IReadOnlyDictionary<string, string>? Cookbooks { get; init; }

    /// <summary>The resource that failed, such as <c>execute[check-config]</c>.</summary>
    public string? FailedResource { get; init; }

    /// <summary>The exception's type and first line.</summary>
    public string? Exception { get; init; }

    /// <summary>The lock of another chef-client was not obtained in time.</summary>
    public bool LockTimedOut { get; init; }

    /// <summary>The run ended before anything converged because the Chef server could not be reached.</summary>
    public bool ServerUnreachable => FailedResource is null && Resources is null or { Updated: 0 } && Exception is { } exception
        && NetworkErrors.Any(error => exception.StartsWith(error, StringComparison.Ordinal));

    private static readonly string[] NetworkErrors =
        ["Errno::ECONNREFUSED", "Errno::ECONNRESET", "Errno::ETIMEDOUT", "Errno::EHOSTUNREACH", "Errno::ENETUNREACH", "SocketError", "Net::OpenTimeout", "Net::ReadTimeout", "OpenSSL::SSL::SSLError"];

    /// <summary>The last lines, at most 16 KiB, as text.</summary>
    public string Tail { get; init; } = "";

    /// <summary>Bytes of the whole output.</summary>
    public long TotalBytes { get; init; }
}
