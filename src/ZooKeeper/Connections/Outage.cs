namespace ChefActors.ZooKeeper.Connections;

/// <summary>A time in which no server answered.</summary>
/// <param name="Since">Its first failed attempt.</param>
/// <param name="Attempts">Attempts that failed so far, from 1.</param>
/// <param name="NextLine">The soonest that the log speaks of it again.</param>
internal sealed record Outage(DateTimeOffset Since, int Attempts, TimeSpan NextLine);
