using System.Runtime.CompilerServices;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;

namespace ChefActors.Controller.Queries;

/// <summary>
/// A log page by page, one in memory at a time. Each page is a rollout; those of the pages behind are removed while it goes on, so that a long log does not pile up
/// in ZooKeeper. The first one stays, as the trace that this log was read.
/// </summary>
/// <param name="questions">Who is asked.</param>
/// <param name="remove">Removes a rollout that is over.</param>
internal sealed class LogReading(NodeQuestions questions, Func<string, CancellationToken, Task> remove)
{
    /// <summary>Bytes of one page, before they are packed.</summary>
    private const int PageBytes = Query.LogBytesAtMost;

    /// <summary>Bytes of one page at the end, from where lines are counted.</summary>
    private const int TailPageBytes = 256 * 1024;

    /// <summary>Bytes that the last lines may have in all.</summary>
    public const int TailBytesAtMost = 16 * 1024 * 1024;

    /// <summary>The log of a run from its first byte to the end that it had when the first page was read: a log that grows faster than it is read would never end.</summary>
    /// <exception cref="LogRefusedException">There is no such log, it is gone meanwhile, or the answer does not hold.</exception>
    public async IAsyncEnumerable<LogPage> PagesAsync(string? command, int? attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? end = null;
        var asked = new Query.Log(command, attempt, 0, PageBytes);
        while (true)
        {
            var page = await AskAsync(asked, cancellationToken);
            if (page.Answer.Size < page.Answer.Offset) throw new LogRefusedException(null, $"the log became shorter while it was read: {page.Answer.Size} bytes, {page.Answer.Offset} were there before");
            yield return page;
            end ??= page.Answer.Size;
            if (page.End >= end) break;
            asked = new Query.Log(page.Answer.Command, page.Answer.Attempt, page.End, (int)Math.Min(PageBytes, end.Value - page.End));
        }

        await RemoveBehindAsync(keepLast: 0, cancellationToken);
    }

    /// <summary>The last lines of a log: its bytes from the beginning of the first of them on.</summary>
    /// <param name="command">The command; null: the latest run's.</param>
    /// <param name="attempt">Which start; null: the last.</param>
    /// <param name="lines">How many, from 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The log as it was at the last page, the bytes, and how many of the lines' bytes were left out as they are too many.</returns>
    /// <exception cref="LogRefusedException">As <see cref="PagesAsync"/>.</exception>
    public async Task<(LogAnswer Log, byte[] Content, bool IsCut)> TailAsync(string? command, int? attempt, int lines, CancellationToken cancellationToken)
    {
        var last = await AskAsync(new Query.Log(command, attempt, -TailPageBytes, TailPageBytes), cancellationToken);
        var content = last.Content;
        var start = last.Answer.Offset;
        while (start > 0 && content.Length < TailBytesAtMost && TailStart.Of(content, lines) is null)
        {
            var count = (int)Math.Min(TailPageBytes, start);
            var before = await AskAsync(new Query.Log(last.Answer.Command, last.Answer.Attempt, start - count, count), cancellationToken);
            if (before.Answer.Bytes != count) throw new LogRefusedException(null, $"{count} bytes were asked for, {before.Answer.Bytes} came");
            content = [.. before.Content, .. content];
            start -= count;
        }

        await RemoveBehindAsync(keepLast: 0, cancellationToken);
        var from = TailStart.Of(content, lines);
        return (last.Answer, from is { } at ? content[at..] : content, from is null && start > 0);
    }

    private readonly Queue<string> behind = new();
    private bool hasFirst;

    private async Task<LogPage> AskAsync(Query.Log asked, CancellationToken cancellationToken)
    {
        var (rollout, result) = await questions.AskAsync(asked, cancellationToken);
        if (hasFirst) behind.Enqueue(rollout);
        hasFirst = true;

        // The latest is left alone: whoever drives it may not be done with it.
        await RemoveBehindAsync(keepLast: 1, cancellationToken);
        if (result is not { State: ResultState.Succeeded }) throw LogRefusedException.Of(result);
        var reading = LogPage.Read(result.Answer, asked);
        return reading.IsValid ? reading.Value : throw new LogRefusedException(null, reading.Error.Text);
    }

    private async Task RemoveBehindAsync(int keepLast, CancellationToken cancellationToken)
    {
        while (behind.Count > keepLast) await remove(behind.Dequeue(), cancellationToken);
    }
}
