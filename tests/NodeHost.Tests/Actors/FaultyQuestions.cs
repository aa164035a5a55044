using ChefActors.Core.Queries;
using ChefActors.NodeHost.Queries;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>Questions whose answer may be lost with a crash, and may be held back.</summary>
internal sealed class FaultyQuestions(FaultyWork work, IQuestions inner) : IQuestions
{
    /// <inheritdoc />
    public async Task<QueryAnswer> AnswerAsync(Query query, CancellationToken cancellationToken)
    {
        var answer = await inner.AnswerAsync(query, cancellationToken);
        return await work.Around("answer", () => answer);
    }
}
