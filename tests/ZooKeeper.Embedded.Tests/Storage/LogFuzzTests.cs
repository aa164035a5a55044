using ChefActors.Testing;
using ChefActors.Testing.Fuzzing;
using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Embedded.Tree;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>Logs of random histories, changed as a hostile hand or a broken disk would.</summary>
public sealed class LogFuzzTests
{
    private const int Logs = 20_000;
    private const int Histories = 64;

    private readonly LogSample[] _histories = [.. Enumerable.Range(0, Histories).Select(LogProperties.History)];

    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public void Changed_bytes_are_read_or_named_at_the_cost_of_what_is_there()
    {
        var refused = 0;
        for (var seed = 0; seed < Logs; seed++)
        {
            var chance = new Chance(seed);
            var log = _histories[chance.Below(Histories)];
            var bytes = Mutation.Of(chance, log.Bytes, _histories[chance.Below(Histories)].Bytes);
            if (FileHeader.Read(bytes, FileKind.Log, out var header) is { } problem) Assert.NotEqual("", problem);
            else if (Read(bytes, header, seed) is { } found) refused += found.Length > 0 ? 1 : 0;
        }

        Assert.InRange(refused, Logs / 4, Logs);
    }

    /// <summary>Behind a right checksum the transactions themselves must be refused, or make a tree as trees are.</summary>
    [Fact]
    [Trait(Suite.Key, Suite.Long)]
    public void Changed_transactions_under_a_right_checksum_are_refused_or_make_a_whole_tree()
    {
        var refused = 0;
        for (var seed = 0; seed < Logs; seed++)
        {
            var chance = new Chance(seed);
            var log = _histories[chance.Below(Histories)];
            var records = log.Bytes.AsSpan(FileHeader.Size).ToArray();
            Assert.True(RecordFrame.TryRead(records, log.Header.Seed, out var content));
            byte[] record = [.. new byte[RecordFrame.PrefixSize], .. Mutation.Of(chance, content, records)];
            if (record.Length == RecordFrame.PrefixSize) continue;
            RecordFrame.Seal(record, log.Header.Seed);
            if (Read([.. log.Bytes[..FileHeader.Size], .. record], log.Header, seed) is not null) refused++;
        }

        Assert.InRange(refused, Logs / 4, Logs - 1);
    }

    [Fact]
    public void A_stored_child_of_an_ephemeral_znode_is_refused_as_the_end_of_its_session_would_leave_it_without_a_parent()
    {
        var tree = new ZnodeTree();
        var plain = new ZnodeState([], Acl.OpenUnsafe, 1, 1, 1, 0, 0, 0, 0, 0, 0);
        Assert.True(tree.TryRestore("/e", plain with { EphemeralOwner = 7 }));
        Assert.False(tree.TryRestore("/e/x", plain));
        Assert.False(tree.TryRestore("/zookeeper", plain with { EphemeralOwner = 7 }));
        Assert.Null(TreeCheck.Problem(tree, id => id == 7));
    }

    /// <summary>What is wrong with the log; null: nothing.</summary>
    private static string? Read(byte[] bytes, in FileHeader header, int seed)
    {
        var image = new StoreImage();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = LogReader.Read(bytes, header, image);
        Budget.Check(GC.GetAllocatedBytesForCurrentThread() - before, bytes.Length, $"log {seed}");
        Assert.InRange(reading.ValidBytes, FileHeader.Size, bytes.Length);
        var found = reading.Damage ?? reading.Torn;
        if (found is null && TreeCheck.Problem(image.Tree, _ => true) is { } problem) Assert.Fail($"log {seed}: {problem}");
        return found;
    }
}
