using System.Threading.Channels;
using ChefActors.NodeHost;
using ChefActors.Testing;

namespace ChefActors.Benchmarks.Push;

/// <summary>
/// A chef-client that only says "started": a shell script that writes into a FIFO (not when it is asked for its version), and the reader that stamps what arrives. One clock, one
/// reader and the same script for all who are compared, so what it costs (a shell, about 1 ms) is the same for each.
/// </summary>
internal sealed class StartSignal : IDisposable
{
    private readonly FileStream _fifo;
    private readonly Channel<TimeSpan> _starts = Channel.CreateUnbounded<TimeSpan>();
    private volatile bool _isEnding;

    private StartSignal(string script, string fifo)
    {
        ChefClient = script;
        // Open for writing as well: without a writer a FIFO would be at its end.
        _fifo = new FileStream(fifo, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        new Thread(Read) { IsBackground = true, Name = "starts" }.Start();
    }

    /// <summary>The path of what stands for chef-client.</summary>
    internal string ChefClient { get; }

    /// <summary>Makes FIFO and script in a directory.</summary>
    internal static async Task<StartSignal> CreateAsync(string directory)
    {
        var (fifo, script) = (Path.Combine(directory, "starts"), Path.Combine(directory, "chef-client"));
        await using (var mkfifo = TestProcess.Start("mkfifo", [fifo]))
        {
            if (await mkfifo.WaitForExit() != 0) throw new InvalidOperationException($"mkfifo: {mkfifo.Tail()}");
        }

        await File.WriteAllTextAsync(script, $"#!/bin/sh\n[ \"$1\" = --version ] || echo >'{fifo}'\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new StartSignal(script, fifo);
    }

    /// <summary>The next start, by <see cref="BootClock"/>.</summary>
    internal async Task<TimeSpan> NextAsync(TimeSpan bound)
    {
        using var limit = new CancellationTokenSource(bound);
        return await _starts.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Starts that nobody waited for: a push must lead to one.</summary>
    internal int Unexpected => _starts.Reader.Count;

    /// <inheritdoc />
    public void Dispose()
    {
        _isEnding = true;
        _fifo.WriteByte((byte)'\n');
        _fifo.Dispose();
    }

    private void Read()
    {
        var one = new byte[1];
        while (_fifo.Read(one) == 1 && !_isEnding) _starts.Writer.TryWrite(BootClock.Now);
    }
}
