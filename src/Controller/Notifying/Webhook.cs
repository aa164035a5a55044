using System.Net;
using System.Net.Http.Headers;
using ChefActors.Core.Znodes;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace ChefActors.Controller.Notifying;

/// <summary>
/// Posts notices, beside everything else: nobody waits for one but the end of this process, and that not for long. An address may hold a secret, so only its host is
/// ever told. A notice that cannot be delivered in its time is logged and given up.
/// </summary>
internal sealed partial class Webhook : IAsyncDisposable
{
    /// <summary>One attempt.</summary>
    private static readonly TimeSpan AttemptWithin = TimeSpan.FromSeconds(10);

    /// <summary>All attempts of one notice.</summary>
    private static readonly TimeSpan DeliverWithin = TimeSpan.FromMinutes(2);

    /// <summary>What the end of the process waits for notices under way.</summary>
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _underWay = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) });
    private readonly CancellationTokenSource _stopping = new();
    private readonly ResiliencePipeline<HttpStatusCode> _pipeline;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public Webhook(TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        _client.Timeout = Timeout.InfiniteTimeSpan;
        _pipeline = new ResiliencePipelineBuilder<HttpStatusCode> { TimeProvider = time }
            .AddTimeout(DeliverWithin)
            .AddRetry(new RetryStrategyOptions<HttpStatusCode>
            {
                MaxRetryAttempts = 6,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                ShouldHandle = new PredicateBuilder<HttpStatusCode>().Handle<HttpRequestException>().Handle<TimeoutRejectedException>().HandleResult(MayBeOverSoon),
            })
            .AddTimeout(AttemptWithin)
            .Build();
    }

    /// <summary>Posts it when it can; never throws, never waits.</summary>
    /// <param name="url">http or https.</param>
    /// <param name="notice">What is told.</param>
    public void Post(string url, Notice notice)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            LogNoAddress(_log, notice.Rollout);
            return;
        }

        var post = PostAsync(address, notice);
        lock (_lock) _underWay.Add(post);
        _ = post.ContinueWith(
            done =>
            {
                lock (_lock) _underWay.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits a little for what is under way, and gives up the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] underWay;
        lock (_lock) underWay = [.. _underWay];
        var all = Task.WhenAll(underWay);
        if (underWay.Length > 0) await Task.WhenAny(all, Task.Delay(LeaveWithin, _time));
        await _stopping.CancelAsync();
        await all;
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task PostAsync(Uri address, Notice notice)
    {
        // The caller is an actor on its turn.
        await Task.Yield();
        try
        {
            var data = PayloadCodec.Write(notice, NoticeJson.Default.Notice);
            var status = await _pipeline.ExecuteAsync(async token => await SendAsync(address, data, token), _stopping.Token);
            if ((int)status is < 200 or > 299) LogRefused(_log, notice.Rollout, notice.Event, address.Host, (int)status);
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException or OperationCanceledException)
        {
            LogGivenUp(_log, notice.Rollout, notice.Event, address.Host, (e as HttpRequestException)?.HttpRequestError.ToString() ?? e.GetType().Name);
        }
    }

    private async Task<HttpStatusCode> SendAsync(Uri address, byte[] data, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(data);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.StatusCode;
    }

    private static bool MayBeOverSoon(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rollout {Rollout}: its plan's notify has no http address; nobody is told")]
    private static partial void LogNoAddress(ILogger log, string rollout);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rollout {Rollout}: {Host} refused the notice '{What}' with {Status}")]
    private static partial void LogRefused(ILogger log, string rollout, string what, string host, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rollout {Rollout}: the notice '{What}' did not reach {Host} and is given up: {Error}")]
    private static partial void LogGivenUp(ILogger log, string rollout, string what, string host, string error);
}
