namespace ChefActors.Benchmarks.Sessions;

/// <summary>What one phase cost a client's process.</summary>
/// <param name="Name">open, five, back, close.</param>
/// <param name="Seconds">Until it was over.</param>
/// <param name="Sessions">How many of the sessions took part.</param>
/// <param name="CpuSeconds">User and system time, to 10 ms.</param>
/// <param name="ResidentMb">Resident memory at its end.</param>
/// <param name="Threads">Threads at its end.</param>
internal sealed record SessionsPhase(string Name, double Seconds, int Sessions, double CpuSeconds, double ResidentMb, int Threads);
