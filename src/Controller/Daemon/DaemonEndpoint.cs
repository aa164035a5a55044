using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChefActors.Controller.Daemon;

/// <summary>Where the daemon is asked whether it lives and whether it has ZooKeeper: <c>/health/live</c>, <c>/health/ready</c>.</summary>
internal sealed class DaemonEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DaemonEndpoint(WebApplication app, string address) => (_app, Address) = (app, address);

    /// <summary>As it listens, with the port that was found for port 0.</summary>
    public string Address { get; }

    /// <summary>Listens.</summary>
    /// <param name="listen">Of <see cref="TryReadAddress"/>.</param>
    /// <param name="isReady">Whether there is a session with ZooKeeper.</param>
    /// <param name="loggers">Where warnings go.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public static async Task<DaemonEndpoint> StartAsync(Uri listen, Func<bool> isReady, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseUrls(listen.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        app.MapGet("/health/live", () => Results.Text("live\n"));
        app.MapGet("/health/ready", () => isReady() ? Results.Text("ready\n") : Results.Text("no session with ZooKeeper\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException)
        {
            await app.DisposeAsync();
            throw;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new DaemonEndpoint(app, addresses.First());
    }

    /// <summary>An address to listen on: http, on loopback, as nothing here asks who comes.</summary>
    public static bool TryReadAddress(string text, out Uri address, out string error)
    {
        error = "";
        if (Uri.TryCreate(text, UriKind.Absolute, out var read) && read is { Scheme: "http", PathAndQuery: "/" } && IsLoopback(read))
        {
            address = read;
            return true;
        }

        address = new Uri("http://127.0.0.1:8070");
        error = $"found {text}; allowed is an http address on loopback, such as http://127.0.0.1:8070, port 0 for any free one";
        return false;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static bool IsLoopback(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
