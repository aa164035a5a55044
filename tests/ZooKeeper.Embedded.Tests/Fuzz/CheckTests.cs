using ChefActors.Testing.Fuzzing;
using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Tests.Fuzz;

/// <summary>What the fuzzer checks with is shown to find what it is for.</summary>
public sealed class CheckTests
{
    private static readonly ZnodeState _plain = new([], Acl.OpenUnsafe, 1, 1, 1, 0, 0, 0, 0, 0, 0);

    [Fact]
    public void A_tree_that_is_not_whole_is_seen()
    {
        var tree = new ZnodeTree();
        tree.Link(new Znode("/e", _plain with { EphemeralOwner = 7 }));
        Assert.Null(TreeCheck.Problem(tree, id => id == 7));
        Assert.Contains("session 7", TreeCheck.Problem(tree, _ => false), StringComparison.Ordinal);
        tree.Link(new Znode("/e/x", _plain));
        Assert.Contains("has 1 children", TreeCheck.Problem(tree, _ => true), StringComparison.Ordinal);
        Assert.True(tree.TryFind("/e", out var parent));
        tree.Unlink(parent);
        Assert.Contains("no parent", TreeCheck.Problem(tree, _ => true), StringComparison.Ordinal);
        Assert.NotNull(TreeCheck.Difference(tree, new ZnodeTree()));
    }

    [Fact]
    public void An_answer_that_does_not_fit_its_request_is_seen()
    {
        using var request = new JuteWriter();
        new RequestHeader(5, OpCode.GetData).Write(request);
        var asked = request.Written.ToArray();
        var right = Answer(5, w => new DataResponse([1], default).Write(w));
        Assert.Equal(1, AnswerCheck.Read(right, asked));
        Assert.Throws<FuzzException>(() => AnswerCheck.Read(Answer(6, w => new DataResponse([1], default).Write(w)), asked));
        Assert.Throws<FuzzException>(() => AnswerCheck.Read([.. right, .. right], asked));
        Assert.Throws<FuzzException>(() => AnswerCheck.Read(right.AsSpan(0, right.Length - 1), asked));
        Assert.Throws<FuzzException>(() => AnswerCheck.Read(Answer(5, w => { new DataResponse([1], default).Write(w); w.WriteInt(0); }), asked));
        Assert.Throws<WireFormatException>(() => AnswerCheck.Read(Answer(5, w => w.WriteInt(9)), asked));
    }

    [Fact]
    public void More_than_a_message_brought_is_seen()
    {
        Budget.Check(allocated: 100_000, brought: 0, "a frame");
        Assert.Throws<FuzzException>(() => Budget.Check(allocated: 1 << 20, brought: 1000, "a frame"));
    }

    [Fact]
    public async Task A_conversation_that_breaks_is_told_with_its_seed_and_the_others_go_on()
    {
        var tally = await new FuzzRun(() => new BrokenTarget(), firstSeed: 10, frames: 50).PlayAsync(threads: 2);
        Assert.Equal(13, Assert.Single(tally.Findings).Seed);
        Assert.InRange(tally.Frames, 50, 52);
    }

    private static byte[] Answer(int xid, Action<JuteWriter> body)
    {
        using var writer = new JuteWriter();
        var frame = writer.BeginFrame();
        new ReplyHeader(xid, 1, ErrorCode.Ok).Write(writer);
        body(writer);
        writer.EndFrame(frame);
        return writer.Written.ToArray();
    }

    private sealed class BrokenTarget : IFuzzTarget
    {
        public Played Play(long seed, int? frame = null) => seed == 13 ? throw new FuzzException("thirteen") : new Played(1, 0);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
