namespace ChefActors.Benchmarks.Peer;

/// <summary>One work of the peers' protocol.</summary>
/// <param name="Connect">host:port.</param>
/// <param name="Work">Its name.</param>
/// <param name="Ops">How many operations.</param>
/// <param name="Window">Requests in flight at most, in pipelined works.</param>
/// <param name="Size">Bytes of a value.</param>
/// <param name="Sessions">Sessions, in the works sessions and fanout.</param>
internal sealed record PeerOptions(string Connect, string Work, int Ops, int Window, int Size, int Sessions);
