using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// A shell as the leader of a session and group of its own, with SIGPIPE as it is by default and every signal unblocked, by posix_spawn(3). .NET's
/// Process gives neither; `setsid env sh` would, for two more programs in every start. Every descriptor of this process is close-on-exec, so
/// the shell has its stdin and our stdout and stderr alone.
/// </summary>
internal sealed partial class WrapperProcess : IDisposable
{
    private const string Shell = "/bin/sh";
    private const int Interrupted = 4;
    private static readonly byte[] Go = "go\n"u8.ToArray();

    private readonly AnonymousPipeServerStream _input;

    private readonly Lazy<Task> _exited;

    private WrapperProcess(int pid, AnonymousPipeServerStream input)
    {
        (Pid, _input) = (pid, input);

        // A thread of its own while it runs, as it is one wrapper at a time; not before it is asked for, to be out of the way of the start.
        _exited = new Lazy<Task>(() => Task.Factory.StartNew(() => Reap(pid), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary>Process, group and session.</summary>
    internal int Pid { get; }

    /// <summary>Its end. It stays a zombie until somebody asked for this.</summary>
    internal Task Exited => _exited.Value;

    /// <summary>Starts the shell in the root directory, its stdin a pipe.</summary>
    /// <param name="arguments">The script and what it gets; each one an argument of its own.</param>
    /// <param name="environment">The whole environment, <c>NAME=VALUE</c>.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static WrapperProcess Start(IEnumerable<string> arguments, IEnumerable<string> environment)
    {
        var input = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        try
        {
            var error = Spawn(out var pid, (int)input.ClientSafePipeHandle.DangerousGetHandle(), [Shell, .. arguments], [.. environment]);
            if (error != 0) throw new IOException($"{Shell} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
            input.DisposeLocalCopyOfClientHandle();
            return new WrapperProcess(pid, input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Writes <c>go</c> and closes its stdin.</summary>
    /// <exception cref="IOException">It is dead.</exception>
    internal void Release()
    {
        _input.Write(Go);
        _input.Dispose();
    }

    /// <summary>End of file on its stdin.</summary>
    public void Dispose() => _input.Dispose();

    private static void Reap(int pid)
    {
        while (Wait(pid, out _, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }
}
