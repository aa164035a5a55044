using ChefActors.Core.Queries;

namespace ChefActors.NodeHost.Queries;

/// <summary>Answers questions. Read-only, and off the actor's thread.</summary>
internal interface IQuestions
{
    /// <summary>The answer; what goes wrong is an answer too.</summary>
    Task<QueryAnswer> AnswerAsync(Query query, CancellationToken cancellationToken);
}
