namespace ChefActors.Controller.Tests.Rollouts;

/// <summary>Tests of drivers, each over a server of its own.</summary>
public abstract class DrivenTests : IAsyncLifetime
{
    internal DrivenWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await DrivenWorld.StartAsync();

    public Task DisposeAsync() => World.DisposeAsync().AsTask();
}
