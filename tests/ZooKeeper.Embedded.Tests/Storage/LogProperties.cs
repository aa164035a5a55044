using ChefActors.ZooKeeper.Embedded.Storage.Records;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;
using ChefActors.ZooKeeper.Embedded.Tests.Tree;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>Random histories over few paths, written and read back.</summary>
public sealed class LogProperties
{
    [Property(MaxTest = 300)]
    public void Any_history_is_read_back_as_it_was(int seed)
    {
        var log = History(seed);
        var reading = log.Read(out var image);
        Assert.Equal((log.Length, null, null), (reading.ValidBytes, reading.Torn, reading.Damage));
        Assert.Equal(TreeImage.Of(log.Tree), TreeImage.Of(image.Tree));
    }

    [Property(MaxTest = 300)]
    public void Any_change_of_its_bytes_is_noticed_or_changes_nothing(int seed, int where, byte what)
    {
        var log = History(seed);
        var bytes = log.Bytes;
        var at = (int)((uint)where % (uint)bytes.Length);
        bytes[at] ^= what;
        if (FileHeader.Read(bytes, FileKind.Log, out var header) is not null) return;
        var image = new StoreImage();
        var reading = LogReader.Read(bytes, header, image);
        if (what == 0) Assert.Null(reading.Torn ?? reading.Damage);
        else Assert.NotNull(reading.Torn ?? reading.Damage);
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_are_read_or_refused_and_nothing_else(byte[] rest, bool sealedAsRecord)
    {
        var log = new LogSample();
        byte[] record = [.. new byte[RecordFrame.PrefixSize], .. rest];
        if (sealedAsRecord && rest.Length > 0) RecordFrame.Seal(record, log.Header.Seed);
        var reading = log.Read([.. log.Bytes, .. record], out var image);
        Assert.Equal(FileHeader.Size, reading.ValidBytes);
        Assert.Equal(0, image.LastZxid);
    }

    internal static LogSample History(int seed)
    {
        var random = new Random(seed);
        var log = new LogSample();
        string[] paths = ["/a", "/b", "/a/x", "/a/y", "/b/x", "/a/x/1"];
        for (var i = 0; i < 1 + (seed & 31); i++)
        {
            if (random.Next(12) == 0) log.Sweep(random.Next(1, 4));
            else log.Apply(random.Next(1, 4), [.. Enumerable.Range(0, random.Next(5)).Select(_ => Operation(random, paths[random.Next(paths.Length)]))]);
            if (random.Next(3) == 0) log.EndRecord();
        }

        log.SetAcl("/", [new Acl(ZnodePermissions.All, "world", "anyone"), new Acl(ZnodePermissions.Read, "ip", "10.0.0.0/8")]);
        log.EndRecord();
        return log;
    }

    private static ZnodeOperation Operation(Random random, string path) => random.Next(6) switch
    {
        0 => new ZnodeOperation.Delete(path),
        1 => new ZnodeOperation.SetData(path, random.Next(3) == 0 ? null : new byte[random.Next(300)]),
        2 => new ZnodeOperation.Check(path),
        var mode => new ZnodeOperation.Create(path, [(byte)mode], (CreateMode)random.Next(4)),
    };
}
