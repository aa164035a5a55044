using System.Text;
using ChefActors.ChefStandIn.Native;
using ChefActors.ChefStandIn.Output;
using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>Runs a resource's command as Chef's shell_out does, and stops it as shell_out does.</summary>
internal sealed unsafe class CommandRunner(SignalWatch signals, OutputStream output, IRunFormatter formatter)
{
    private const int KeptBytes = 1 << 20;
    private const int ChunkBytes = 1 << 16;
    private const int KillAfterMilliseconds = 3000;
    private const int AskMilliseconds = 50; // only where the kernel gives no notice of the exit

    private readonly SignalWatch _signals = signals;
    private readonly OutputStream _output = output;
    private readonly IRunFormatter _formatter = formatter;
    private readonly byte[] _chunk = new byte[ChunkBytes];

    /// <summary>The exit code with both outputs, or null when SIGINT cut it off (its group is then stopped already).</summary>
    internal CommandEnd? Run(Step step)
    {
        using var command = Command.Start(step.Execute!);
        if (command is null)
            return new CommandEnd(127, "", "cannot start /bin/sh");

        var printed = new List<byte>();
        var complained = new List<byte>();
        var outputOpen = true;
        var errorOpen = true;
        while (true)
        {
            var ended = command.TryReap();
            if (ended is { } status)
            {
                // Only what is there already: a daemon may hold the pipe for ever.
                while (outputOpen && IsReadable(command.StandardOutput, 0))
                    outputOpen = Take(command.StandardOutput, printed, step);
                while (errorOpen && IsReadable(command.StandardError, 0))
                    errorOpen = Take(command.StandardError, complained, step);
                return new CommandEnd(ExitCode(status), Encoding.UTF8.GetString([.. printed]), Encoding.UTF8.GetString([.. complained]));
            }

            var (outputReady, errorReady) = Wait(command, outputOpen, errorOpen);
            if (_signals.TakeInterrupt())
            {
                Stop(command);
                return null;
            }

            if (outputReady)
                outputOpen = Take(command.StandardOutput, printed, step);
            if (errorReady)
                errorOpen = Take(command.StandardError, complained, step);
        }
    }

    private static int ExitCode(int status) => (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);

    /// <summary>SIGTERM to the group, SIGKILL three seconds later, whether it still lives or not; a second SIGINT leaves at once.</summary>
    private void Stop(Command command)
    {
        _output.Log("FATAL", "SIGINT received, stopping");
        command.SignalGroup(Libc.SigTerm);
        if (_signals.WaitForInterrupt(KillAfterMilliseconds))
            _output.Log("FATAL", "SIGINT received, stopping");
        else
            command.SignalGroup(Libc.SigKill);
    }

    private (bool Output, bool Error) Wait(Command command, bool outputOpen, bool errorOpen)
    {
        var entries = stackalloc Libc.PollEntry[4];
        entries[0] = new Libc.PollEntry { Descriptor = _signals.WakeDescriptor, Events = Libc.PollIn };
        entries[1] = new Libc.PollEntry { Descriptor = command.ExitNotice, Events = Libc.PollIn };
        entries[2] = new Libc.PollEntry { Descriptor = outputOpen ? command.StandardOutput : -1, Events = Libc.PollIn };
        entries[3] = new Libc.PollEntry { Descriptor = errorOpen ? command.StandardError : -1, Events = Libc.PollIn };
        if (Libc.Poll(entries, 4, command.ExitNotice < 0 ? AskMilliseconds : -1) <= 0)
            return (false, false);
        if (entries[0].Returned != 0)
            _signals.DrainWake();
        return (entries[2].Returned != 0, entries[3].Returned != 0);
    }

    private static bool IsReadable(int descriptor, int timeoutMilliseconds)
    {
        var entry = new Libc.PollEntry { Descriptor = descriptor, Events = Libc.PollIn };
        return Libc.Poll(&entry, 1, timeoutMilliseconds) > 0;
    }

    private bool Take(int descriptor, List<byte> kept, Step step)
    {
        fixed (byte* start = _chunk)
        {
            var count = (int)Libc.Read(descriptor, start, ChunkBytes);
            if (count <= 0)
                return false;
            var bytes = _chunk.AsSpan(0, count);
            kept.AddRange(bytes[..Math.Min(count, KeptBytes - kept.Count)]);
            if (step.LiveStream)
                _formatter.Stream(step.Type, bytes);
            return true;
        }
    }
}
