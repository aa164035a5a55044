namespace ChefActors.Conformance.Tests;

/// <summary>A server under the suite: ticks of 200 ms, time-outs granted from 400 ms to 40 s, so that the cases are the same everywhere.</summary>
public interface IConformanceServer
{
    /// <summary>Its port on loopback.</summary>
    int Port { get; }

    /// <summary>The port of the server that puts writes in order: the same one unless an ensemble has another leader.</summary>
    int LeaderPort { get; }
}
