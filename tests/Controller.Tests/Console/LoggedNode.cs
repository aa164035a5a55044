using System.Text.Json;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Rollouts;
using ChefActors.Core.Znodes;

namespace ChefActors.Controller.Tests.Console;

/// <summary>A node host that answers questions about one log, whose bytes come from a function of their place.</summary>
internal sealed class LoggedNode(string node, long size, Action<long, Memory<byte>> fill)
{
    private readonly byte[] _page = new byte[Query.LogBytesAtMost];

    public string Command { get; set; } = "R1";

    public bool Running { get; set; }

    public int? ExitCode { get; set; } = 0;

    public long Size { get; set; } = size;

    /// <summary>Called after each answer with the number of answers so far.</summary>
    public Action<int>? Answered { get; set; }

    /// <summary>Another result than an answer.</summary>
    public Func<Query, CommandResult?>? Instead { get; set; }

    public List<Query> Asked { get; } = [];

    public static LoggedNode Of(string node, byte[] content) => new(node, content.Length, (offset, memory) => content.AsSpan((int)offset, memory.Length).CopyTo(memory.Span));

    /// <summary>What becomes of a rollout that asks it.</summary>
    public RolloutSnapshot Respond(NewRollout rollout)
    {
        var query = QueryReader.Read(rollout.Plan.Command.Query).Value!;
        Asked.Add(query);
        var result = Instead?.Invoke(query) ?? Result(ResultState.Succeeded) with { Answer = Answer(query) };
        Answered?.Invoke(Asked.Count);
        var ended = new NodeSnapshot(NodeName.Parse(node), 0, NodeStanding.EndedAs(result.State), result);
        return Samples.Snapshot(result.State == ResultState.Succeeded ? RolloutPhase.Succeeded : RolloutPhase.Failed, ended) with { Plan = rollout.Plan };
    }

    public CommandResult Result(ResultState state, Reason? reason = null) => new() { Command = "Q", Rollout = "Q", Node = node, State = state, Reason = reason };

    public CommandResult Missing(params ListedLog[] there) =>
        Result(ResultState.Failed, new Reason(ReasonCode.NoSuchLog, "this node holds no log of command R9: it never ran here, or its log is gone")) with { Answer = PayloadCodec.Part(new LogListAnswer(there, 0), PayloadJson.Default.LogListAnswer) };

    private JsonElement Answer(Query query)
    {
        if (query is not Query.Log log)
        {
            return PayloadCodec.Part(
                new LogListAnswer([new ListedLog("01JD3K5N8Q0R2S4T6V8W0X2Y4Z", 2, Samples.Start, 123_456_789, true, null), new ListedLog("slot-2a", 1, Samples.Start.AddDays(-1), 2048, false, 1), new ListedLog("01JC", 1, Samples.Start.AddDays(-2), 0, false, 0)], 7),
                PayloadJson.Default.LogListAnswer);
        }

        var offset = log.Offset >= 0 ? log.Offset : Math.Max(0, Size + log.Offset);
        var count = (int)Math.Clamp(Size - offset, 0, log.Limit);
        fill(offset, _page.AsMemory(0, count));
        var (data, taken) = PackedBytes.Pack(_page.AsSpan(0, count), LogAnswer.DataCharsAtMost);
        return PayloadCodec.Part(
            new LogAnswer { Command = Command, Attempt = 1, Offset = offset, Bytes = taken, Size = Size, Running = Running, ExitCode = Running ? null : ExitCode, Data = data }, PayloadJson.Default.LogAnswer);
    }
}
