namespace ChefActors.ZooKeeper;

/// <summary>Who a session is to its server, without secrets.</summary>
/// <param name="Scheme"><c>ip</c>, <c>digest</c>, <c>x509</c>, <c>sasl</c>.</param>
/// <param name="User">What the scheme knows it by: an address, a user's name.</param>
public readonly record struct ClientIdentity(string Scheme, string User);
