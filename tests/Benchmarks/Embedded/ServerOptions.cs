namespace ChefActors.Benchmarks.Embedded;

/// <summary>What is asked of both servers.</summary>
/// <param name="Rounds">Rounds of every work; the median counts.</param>
/// <param name="Ops">Operations of a pipelined work in a round; a tenth of it one at a time.</param>
/// <param name="Sessions">Idle sessions while memory is read.</param>
/// <param name="Znodes">Znodes of 100 bytes while memory is read.</param>
internal sealed record ServerOptions(int Rounds, int Ops, int Sessions, int Znodes);
