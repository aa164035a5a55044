using System.Text.Json;
using ChefActors.Core.Queries;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Logs;

namespace ChefActors.NodeHost.Queries;

/// <summary>Which logs there are.</summary>
internal sealed class LogsQuestion(IRunLogs logs)
{
    /// <summary>The list, newest first.</summary>
    internal async Task<QueryAnswer> AnswerAsync(Query.Logs query, CancellationToken cancellationToken) => new(Listed(await logs.ListAsync(cancellationToken), query.Limit));

    /// <summary>Some of the logs, as an answer.</summary>
    internal static JsonElement Listed(IReadOnlyList<RunLog> logs, int limit)
    {
        var listed = logs.Take(limit).Select(log => new ListedLog(log.Command, log.Attempt, log.At, log.Bytes, log.IsRunning, log.ExitCode)).ToList();
        return PayloadCodec.Part(new LogListAnswer(listed, logs.Count - listed.Count), PayloadJson.Default.LogListAnswer);
    }
}
