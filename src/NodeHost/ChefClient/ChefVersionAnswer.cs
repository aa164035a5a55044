namespace ChefActors.NodeHost.ChefClient;

/// <summary>What chef-client said when it was asked for its version.</summary>
/// <param name="ExitCode">Its exit code; null: it did not end by itself.</param>
/// <param name="Output">What it wrote, bounded.</param>
/// <param name="HasTimedOut">It was ended after the bound.</param>
/// <param name="Within">The bound.</param>
/// <param name="Error">Why it could not be started; null: it was.</param>
internal sealed record ChefVersionAnswer(int? ExitCode, string Output, bool HasTimedOut, TimeSpan Within, string? Error);
