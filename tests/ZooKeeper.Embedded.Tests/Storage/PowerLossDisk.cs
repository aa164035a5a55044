using ChefActors.ZooKeeper.Embedded.Storage.Disk;
using ChefActors.ZooKeeper.Embedded.Storage.Recovery;

namespace ChefActors.ZooKeeper.Embedded.Tests.Storage;

/// <summary>
/// A disk in memory that can lose its power: of what was written and not synced each block of 512 bytes is kept or lost by chance. New
/// contents of a name count from its rename on. It also breaks on request, and then breaks for good, as a disk does whose process is gone.
/// </summary>
internal sealed class PowerLossDisk : IStoreDisk
{
    private const int Block = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Content> _files = new(StringComparer.Ordinal);
    private bool _dead;

    public string Path => "memory";

    /// <summary>Asked before each action, with its name (<c>write</c>, <c>sync</c>, <c>create</c>, <c>rename</c>, <c>rename-snapshot</c>): an exception is what the system answers.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>How many bytes of a write are carried out before its fault is told; 0: none.</summary>
    public int BytesBeforeFault { get; set; }

    public IReadOnlyList<string> List()
    {
        lock (_lock) return [.. _files.Keys];
    }

    /// <summary>What a process finds that starts after the machine had lost its power.</summary>
    public PowerLossDisk AfterPowerLoss(int seed)
    {
        var random = new Random(seed);
        var after = new PowerLossDisk();
        lock (_lock)
        {
            _dead = true;
            foreach (var (name, content) in _files) after._files[name] = content.AfterPowerLoss(random);
        }

        return after;
    }

    /// <summary>What a process finds that starts after this one was killed: the cache of the system has all that was written.</summary>
    public PowerLossDisk AfterKill()
    {
        var after = new PowerLossDisk();
        lock (_lock)
        {
            _dead = true;
            foreach (var (name, content) in _files) after._files[name] = Content.Of(content.Written);
        }

        return after;
    }

    /// <summary>The bytes of a file, to be looked at or spoilt.</summary>
    public byte[] Bytes(string name)
    {
        lock (_lock) return _files[name].Written.ToArray();
    }

    /// <summary>Puts a file there, synced.</summary>
    public void Put(string name, byte[] bytes)
    {
        lock (_lock) _files[name] = Content.Of(bytes);
    }

    public IStoreFile Create(string name)
    {
        lock (_lock)
        {
            Check("create");
            return new OpenFile(this, _files[name] = new Content());
        }
    }

    public IStoreFile Open(string name)
    {
        lock (_lock) return _files.TryGetValue(name, out var content) ? new OpenFile(this, content) : throw new FileNotFoundException(name);
    }

    public void Rename(string from, string to)
    {
        lock (_lock)
        {
            Check(StoreFileNames.ZxidOfSnapshot(to) is null ? "rename" : "rename-snapshot");
            _files.Remove(from, out var content);
            _files[to] = content ?? throw new FileNotFoundException(from);
        }
    }

    public void Delete(string name)
    {
        lock (_lock) _files.Remove(name);
    }

    public void Dispose()
    {
    }

    private void Check(string action)
    {
        if (_dead) throw new IOException("the process is gone");
        if (Fault(action) is { } problem) throw problem;
    }

    private sealed class Content
    {
        private readonly MemoryStream _written = new();
        private readonly MemoryStream _synced = new();
        private int _dirtyFrom = int.MaxValue;
        private int _dirtyTo;

        public int Length => (int)_written.Length;

        public Span<byte> Written => _written.GetBuffer().AsSpan(0, Length);

        public static Content Of(ReadOnlySpan<byte> bytes)
        {
            var content = new Content();
            content.Write(bytes, 0);
            content.Sync();
            return content;
        }

        public void Write(ReadOnlySpan<byte> bytes, int offset)
        {
            _written.Position = offset;
            _written.Write(bytes);
            (_dirtyFrom, _dirtyTo) = (Math.Min(_dirtyFrom, offset), Math.Max(_dirtyTo, offset + bytes.Length));
        }

        public void SetLength(int length)
        {
            _written.SetLength(length);
            (_dirtyFrom, _dirtyTo) = (0, int.MaxValue);
        }

        public void Sync()
        {
            _synced.SetLength(Length);
            var to = Math.Min(_dirtyTo, Length);
            if (_dirtyFrom < to) Written[_dirtyFrom..to].CopyTo(_synced.GetBuffer().AsSpan(_dirtyFrom));
            (_dirtyFrom, _dirtyTo) = (int.MaxValue, 0);
        }

        public Content AfterPowerLoss(Random random)
        {
            // The length may or may not have reached the disk; zeros stand where nothing was written.
            var kept = new byte[random.Next(2) == 0 ? Length : (int)_synced.Length];
            var (from, to) = (_dirtyFrom / Block * Block, _dirtyTo);
            for (var at = 0; at < kept.Length; at += Block)
            {
                var source = at < from || at >= to || random.Next(2) == 0 ? _synced : _written;
                var count = Math.Max(0, Math.Min(Block, Math.Min((int)source.Length, kept.Length) - at));
                if (count > 0) source.GetBuffer().AsSpan(at, count).CopyTo(kept.AsSpan(at));
            }

            return Of(kept);
        }
    }

    private sealed class OpenFile(PowerLossDisk disk, Content content) : IStoreFile
    {
        public long Length
        {
            get
            {
                lock (disk._lock) return content.Length;
            }
        }

        public void Read(Span<byte> to, long offset)
        {
            lock (disk._lock) content.Written.Slice((int)offset, to.Length).CopyTo(to);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            lock (disk._lock)
            {
                try
                {
                    disk.Check("write");
                }
                catch (IOException) when (disk.BytesBeforeFault > 0)
                {
                    content.Write(bytes[..Math.Min(bytes.Length, disk.BytesBeforeFault)], (int)offset);
                    throw;
                }

                content.Write(bytes, (int)offset);
            }
        }

        public void SetLength(long length)
        {
            lock (disk._lock)
            {
                disk.Check("write");
                content.SetLength((int)length);
            }
        }

        public void Sync()
        {
            // The test may hold a sync back; nobody else should have to wait for it.
            if (disk.Fault("sync") is { } problem) throw problem;
            lock (disk._lock)
            {
                if (disk._dead) throw new IOException("the process is gone");
                content.Sync();
            }
        }

        public void Dispose()
        {
        }
    }
}
