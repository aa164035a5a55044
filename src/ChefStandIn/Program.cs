using ChefActors.ChefStandIn;
using ChefActors.ChefStandIn.Output;
using ChefActors.ChefStandIn.Scenarios;

try
{
    return new StandIn(args).Run();
}
catch (OutputClosedException)
{
    return 1;
}
catch (Exception error) when (error is ScenarioException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    new OutputStream(OutputStream.StandardError).WriteLine($"chef-client-stand-in: {error.Message}");
    return 1;
}
