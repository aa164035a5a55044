using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Queries;

/// <summary>
/// A typed, read-only question to a node: the field <c>query</c> of a command of kind <c>query</c>. A closed set, and no member of it names a
/// path, a program or a text that anything would carry out. Another question is a record here, a case in <see cref="QueryReader"/> and a file of its own
/// in the node host's room of queries.
/// </summary>
public abstract record Query
{
    /// <summary>The most bytes of a log that one answer covers, before they are packed.</summary>
    public const int LogBytesAtMost = 2 * 1024 * 1024;

    /// <summary>The most logs that one answer lists.</summary>
    public const int LogsAtMost = 1000;

    private Query()
    {
    }

    /// <summary>The word of the field <c>what</c>.</summary>
    public abstract string What { get; }

    /// <summary>The question as it travels.</summary>
    public JsonElement ToJson()
    {
        var json = new JsonObject { ["what"] = What };
        Fill(json);
        return PayloadCodec.Part(json, PayloadJson.Default.JsonObject);
    }

    private protected abstract void Fill(JsonObject json);

    /// <summary>A piece of the output of a run, the one under way among them.</summary>
    /// <param name="Command">The command's id; null: the latest run.</param>
    /// <param name="Attempt">Which start of it, from 1; null: the last.</param>
    /// <param name="Offset">Bytes before the piece; negative: bytes before the end at which it begins.</param>
    /// <param name="Limit">Bytes of the piece, 1 to <see cref="LogBytesAtMost"/>; the answer may hold fewer and says how many.</param>
    public sealed record Log(string? Command, int? Attempt, long Offset, int Limit) : Query
    {
        /// <inheritdoc />
        public override string What => "log";

        private protected override void Fill(JsonObject json)
        {
            json["command"] = Command;
            json["attempt"] = Attempt;
            json["offset"] = Offset;
            json["limit"] = Limit;
        }
    }

    /// <summary>Which logs there are, newest first.</summary>
    /// <param name="Limit">At most so many, 1 to <see cref="LogsAtMost"/>.</param>
    public sealed record Logs(int Limit) : Query
    {
        /// <inheritdoc />
        public override string What => "logs";

        private protected override void Fill(JsonObject json) => json["limit"] = Limit;
    }
}
