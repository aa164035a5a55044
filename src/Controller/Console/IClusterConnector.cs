namespace ChefActors.Controller.Console;

/// <summary>Opens a cluster: the console's way to ZooKeeper.</summary>
internal interface IClusterConnector
{
    /// <summary>Connects within the bound that the settings give.</summary>
    /// <exception cref="VerbFailure">It cannot be reached in time, or may not be used as the settings are.</exception>
    Task<ICluster> ConnectAsync(ControllerSettings settings, CancellationToken cancellationToken);
}
