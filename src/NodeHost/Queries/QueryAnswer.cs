using System.Text.Json;
using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Queries;

/// <summary>What a question found.</summary>
/// <param name="Json">The answer.</param>
/// <param name="Failure">Null, or why it could not be answered; the answer may then say what is there instead.</param>
internal sealed record QueryAnswer(JsonElement? Json, Reason? Failure = null);
