using System.Text.Json;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Queries;

/// <summary>A node gave no log.</summary>
/// <param name="result">Its result; null: there was none, or it does not hold.</param>
/// <param name="message">Why.</param>
internal sealed class LogRefusedException(CommandResult? result, string message) : Exception(message)
{
    /// <summary>The node's result, where it is the node that refused.</summary>
    public CommandResult? Result { get; } = result;

    /// <summary>The logs that are there instead, as far as the node said.</summary>
    public IReadOnlyList<ListedLog> There => Result?.Reason?.Code == ReasonCode.NoSuchLog ? Listed(Result.Answer)?.Logs ?? [] : [];

    /// <summary>The refusal that a result is.</summary>
    public static LogRefusedException Of(CommandResult? result) =>
        new(result, result is null ? "the question was not answered" : result.Reason?.Text ?? result.State.Word());

    /// <summary>A list of logs; null: it is none.</summary>
    public static LogListAnswer? Listed(JsonElement? answer)
    {
        try
        {
            return answer is { ValueKind: JsonValueKind.Object } json && json.Deserialize(PayloadJson.Default.LogListAnswer) is { What: "logs", Logs: not null } list ? list : null;
        }
        catch (JsonException)
        {
            // Whoever asked says that the answer does not hold.
            return null;
        }
    }
}
