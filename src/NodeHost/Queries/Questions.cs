using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.NodeHost.Logs;

namespace ChefActors.NodeHost.Queries;

/// <summary>All questions, each with the file that answers it.</summary>
internal sealed class Questions(IRunLogs logs) : IQuestions
{
    /// <inheritdoc />
    public async Task<QueryAnswer> AnswerAsync(Query query, CancellationToken cancellationToken)
    {
        try
        {
            return query switch
            {
                Query.Log log => await new LogQuestion(logs).AnswerAsync(log, cancellationToken),
                Query.Logs list => await new LogsQuestion(logs).AnswerAsync(list, cancellationToken),
                _ => throw new ArgumentOutOfRangeException(nameof(query), query.GetType().Name, "the set of questions is closed"),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new QueryAnswer(null, new Reason(ReasonCode.LogUnreadable, $"the logs cannot be read: {e.Message}"));
        }
    }
}
