using System.Collections.Concurrent;
using System.Text.Json;
using ChefActors.Controller.Notifying;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ChefActors.Controller.Tests.Notifying;

/// <summary>Over a listener of this process.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _posted = new();
    private readonly ConcurrentQueue<int> _answers = new();
    private readonly LogLines _log = new();
    private WebApplication _listener = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _listener = builder.Build();
        _listener.Urls.Add("http://127.0.0.1:0");
        _listener.MapPost("/hook/s3cret", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            _posted.Enqueue(await reader.ReadToEndAsync());
            return Microsoft.AspNetCore.Http.Results.StatusCode(_answers.TryDequeue(out var status) ? status : 200);
        });
        await _listener.StartAsync();
        _address = _listener.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook/s3cret";
    }

    public async Task DisposeAsync() => await _listener.DisposeAsync();

    [Fact]
    public async Task A_notice_is_JSON_with_id_phase_reason_and_counts()
    {
        await using (var webhook = new Webhook(TimeProvider.System, _log)) webhook.Post(_address, Notice());
        Assert.True(_posted.TryDequeue(out var body));
        using var json = JsonDocument.Parse(body);
        Assert.Equal("R1", json.RootElement.GetProperty("rollout").GetString());
        Assert.Equal("halted", json.RootElement.GetProperty("event").GetString());
        Assert.Equal("failures", json.RootElement.GetProperty("reason").GetProperty("code").GetString());
        Assert.Equal(3, json.RootElement.GetProperty("counts").GetProperty("failed").GetInt32());
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_listener_that_is_busy_is_asked_again()
    {
        _answers.Enqueue(503);
        _answers.Enqueue(429);
        var time = new FakeTimeProvider();
        await using var webhook = new Webhook(time, _log);
        webhook.Post(_address, Notice());
        await Eventually.BecomesTrue(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return _posted.Count >= 3;
            },
            "three attempts");
    }

    [Fact]
    public async Task A_refusal_is_not_asked_again_and_the_log_holds_the_host_alone()
    {
        _answers.Enqueue(403);
        await using (var webhook = new Webhook(TimeProvider.System, _log)) webhook.Post(_address, Notice());
        Assert.Single(_posted);
        Assert.Contains("127.0.0.1 refused the notice 'halted' with 403", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _log.Lines.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/s3cret")]
    [InlineData("ftp://127.0.0.1/s3cret")]
    [InlineData("s3cret")]
    public async Task A_listener_that_is_not_there_costs_nothing_but_a_line(string url)
    {
        var time = new FakeTimeProvider();
        var webhook = new Webhook(time, _log);
        webhook.Post(url, Notice());
        await Eventually.BecomesTrue(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return !_log.Lines.IsEmpty;
            },
            "a line");
        await webhook.DisposeAsync();
        Assert.DoesNotContain("s3cret", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private static Notice Notice() => new(
        1, "halted", "R1", "cluster-1", "a push", "halted", new Reason("failures", "3 of 10 failed"), new RolloutCounts { ["targets"] = 10, ["failed"] = 3 }, DateTimeOffset.UnixEpoch);

    private sealed class LogLines : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);
    }
}
