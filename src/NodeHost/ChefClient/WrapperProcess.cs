using System.IO.Pipes;
using System.Runtime.InteropServices;
using ChefActors.NodeHost.ChefClient.Stopping;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// A shell as the leader of a session and group of its own, with no signal ignored or blocked, by posix_spawn(3). .NET's
/// Process gives neither; `setsid env sh` would, for two more programs in every start. Every descriptor of this process is close-on-exec, so
/// the shell has its stdin and our stdout and stderr alone.
/// </summary>
internal sealed partial class WrapperProcess : IDisposable
{
    private const string Shell = "/bin/sh";

    /// <summary>What every pipe holds (pipe(7)), less the line <c>go</c>.</summary>
    private const int PipeBytes = 64 * 1024 - 16;

    private static readonly byte[] Go = "go\n"u8.ToArray();

    private readonly AnonymousPipeServerStream _input;

    private WrapperProcess(int pid, Task ended, AnonymousPipeServerStream input) => (Pid, Exited, _input) = (pid, ended, input);

    /// <summary>Process, group and session.</summary>
    internal int Pid { get; }

    /// <summary>Its end; it is reaped by then.</summary>
    internal Task Exited { get; }

    /// <summary>Starts the shell in the root directory, its stdin a pipe.</summary>
    /// <param name="arguments">The script and what it gets; each one an argument of its own.</param>
    /// <param name="environment">The whole environment, <c>NAME=VALUE</c>.</param>
    /// <exception cref="IOException">It could not be started.</exception>
    internal static WrapperProcess Start(IEnumerable<string> arguments, IEnumerable<string> environment)
    {
        var input = new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        try
        {
            var (descriptor, error) = ((int)input.ClientSafePipeHandle.DangerousGetHandle(), 0);
            string[] argv = [Shell, .. arguments], envp = [.. environment];
            var (pid, ended) = ChildReaper.Instance.Start(() => (error = Spawn(out var child, descriptor, argv, envp)) == 0 ? child : 0);
            if (error != 0) throw new IOException($"{Shell} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}");
            input.DisposeLocalCopyOfClientHandle();
            return new WrapperProcess(pid, ended, input);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    /// <summary>Writes lines for it to read. They never wait for it: the pipe has room for all of them.</summary>
    /// <exception cref="IOException">It is dead, or they are longer than a pipe may be (1 MiB by default, <c>/proc/sys/fs/pipe-max-size</c>).</exception>
    internal void Tell(ReadOnlySpan<byte> lines)
    {
        if (lines.Length > PipeBytes && SetPipeSize(_input.SafePipeHandle, SetPipeSizeCommand, lines.Length + Go.Length) < 0)
        {
            throw new IOException($"the arguments take {lines.Length} bytes, more than a pipe may hold: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        _input.Write(lines);
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
}
