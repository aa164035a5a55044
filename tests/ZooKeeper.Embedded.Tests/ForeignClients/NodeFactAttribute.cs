namespace ChefActors.ZooKeeper.Embedded.Tests.ForeignClients;

/// <summary>A test that needs node and npm. Without them it counts as skipped, unless <c>./test</c> says that they are there.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    /// <summary>Looks for both on the PATH.</summary>
    public NodeFactAttribute() => Skip = NodeClient.MustBeThere ? null : NodeClient.Missing;
}
