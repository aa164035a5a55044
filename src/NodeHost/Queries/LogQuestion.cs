using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Logs;

namespace ChefActors.NodeHost.Queries;

/// <summary>A piece of the log of a run: of one under way, its output so far.</summary>
internal sealed class LogQuestion(IRunLogs logs)
{
    private const int OthersAtMost = 20;

    /// <summary>The piece; as much of it as an answer holds.</summary>
    internal async Task<QueryAnswer> AnswerAsync(Query.Log query, CancellationToken cancellationToken)
    {
        var all = await logs.ListAsync(cancellationToken);
        if (Find(all, query) is not { } log) return Missing(query, all);
        var offset = query.Offset >= 0 ? query.Offset : Math.Max(0, log.Bytes + query.Offset);
        return await logs.ReadAsync(log, offset, query.Limit, cancellationToken) is { } piece ? Answer(log, offset, piece) : Missing(query, [.. all.Where(other => other != log)]);
    }

    private static RunLog? Find(IReadOnlyList<RunLog> logs, Query.Log query)
    {
        if (query.Command is null && query.Attempt is null) return logs.Count > 0 ? logs[0] : null;
        return logs.Where(log => log.Command == (query.Command ?? logs[0].Command) && (query.Attempt is null || log.Attempt == query.Attempt)).MaxBy(log => log.Attempt);
    }

    private static QueryAnswer Answer(RunLog log, long offset, LogPiece piece)
    {
        var (data, taken) = PackedBytes.Pack(piece.Bytes, LogAnswer.DataCharsAtMost);
        var answer = new LogAnswer
        {
            Command = log.Command,
            Attempt = log.Attempt,
            Offset = offset,
            Bytes = taken,
            Size = piece.Size,
            Running = log.IsRunning,
            ExitCode = log.ExitCode,
            Data = data,
        };
        return new QueryAnswer(PayloadCodec.Part(answer, PayloadJson.Default.LogAnswer));
    }

    /// <summary>Which logs there are is the answer then.</summary>
    private static QueryAnswer Missing(Query.Log query, IReadOnlyList<RunLog> there)
    {
        var what = query.Command is null ? "this node holds no log" : $"this node holds no log of command {query.Command}{(query.Attempt is { } attempt ? $", attempt {attempt}" : "")}";
        var why = there.Count == 0 ? ": nothing ran here yet, or its logs are gone" : $": it never ran here, or its log is gone; {there.Count} others are there";
        return new QueryAnswer(LogsQuestion.Listed(there, OthersAtMost), new Reason(ReasonCode.NoSuchLog, what + why));
    }
}
