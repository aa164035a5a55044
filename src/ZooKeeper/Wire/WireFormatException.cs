namespace ChefActors.ZooKeeper.Wire;

/// <summary>Bytes from the other side that are no message of the protocol. The connection cannot go on.</summary>
internal class WireFormatException(string message) : Exception(message);
