using System.Runtime.InteropServices;

namespace ChefActors.ChefStandIn.Native;

/// <summary>
/// A command of a resource: leader of a session of its own, as Chef's shell_out starts it, so that neither a signal to
/// chef-client's group nor chef-client's death reaches it.
/// </summary>
internal sealed unsafe class Command : IDisposable
{
    private const int OpaqueBytes = 1024; // larger than glibc's and musl's posix_spawn types and sigset_t
    private const short SpawnFlags = 0x04 | 0x08 | 0x80; // SETSIGDEF, SETSIGMASK, SETSID
    private const int PidfdOpen = 434;

    private Command(int processId, int standardOutput, int standardError)
    {
        ProcessId = processId;
        StandardOutput = standardOutput;
        StandardError = standardError;
        ExitNotice = (int)Libc.SystemCall(PidfdOpen, processId, 0);
    }

    internal int ProcessId { get; }

    /// <summary>The reading end of the command's stdout.</summary>
    internal int StandardOutput { get; }

    /// <summary>The reading end of the command's stderr.</summary>
    internal int StandardError { get; }

    /// <summary>A descriptor that is readable once the command has ended; -1 on kernels before 5.3, where the caller asks now and then.</summary>
    internal int ExitNotice { get; }

    /// <summary>Starts <c>/bin/sh -c</c>; null when the system refuses.</summary>
    internal static Command? Start(string shellLine)
    {
        var output = stackalloc int[2];
        var error = stackalloc int[2];
        if (Libc.Pipe(output, Libc.CloseOnExec) != 0 || Libc.Pipe(error, Libc.CloseOnExec) != 0)
            return null;

        var processId = Spawn(shellLine, output[1], error[1]);
        Libc.Close(output[1]);
        Libc.Close(error[1]);
        if (processId > 0)
            return new Command(processId, output[0], error[0]);

        Libc.Close(output[0]);
        Libc.Close(error[0]);
        return null;
    }

    /// <summary>The wait status as waitpid(2) gives it, or null while the command runs. A status that nobody can tell counts as 0x7F00 (127).</summary>
    internal int? TryReap()
    {
        int status;
        var found = Libc.WaitProcess(ProcessId, &status, Libc.WaitNoHang);
        return found == ProcessId ? status : found == 0 ? null : 0x7F00;
    }

    /// <summary>Sends the signal to the command's whole process group.</summary>
    internal void SignalGroup(int signal) => Libc.Kill(-ProcessId, signal);

    public void Dispose()
    {
        Libc.Close(StandardOutput);
        Libc.Close(StandardError);
        if (ExitNotice >= 0)
            Libc.Close(ExitNotice);
    }

    private static int Spawn(string shellLine, int output, int error)
    {
        var files = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        var arguments = new[] { Allocate("sh"), Allocate("-c"), Allocate(shellLine), 0 };
        var environment = Environment();
        var processId = 0;
        fixed (byte* shell = "/bin/sh\0"u8)
        fixed (byte* nothing = "/dev/null\0"u8)
        fixed (nint* argumentList = arguments)
        fixed (nint* environmentList = environment)
        {
            var refused = Libc.SpawnFilesInit(files)
                | Libc.SpawnFilesOpen(files, 0, nothing, 0, 0)
                | Libc.SpawnFilesDuplicate(files, output, 1)
                | Libc.SpawnFilesDuplicate(files, error, 2)
                | PrepareAttributes(attributes);
            if (refused == 0)
                refused = Libc.Spawn(&processId, shell, files, attributes, (byte**)argumentList, (byte**)environmentList);
            _ = Libc.SpawnFilesDestroy(files) | Libc.SpawnAttributesDestroy(attributes);
            Free(arguments);
            Free(environment);
            return refused == 0 ? processId : -1;
        }
    }

    private static int PrepareAttributes(void* attributes)
    {
        var signals = stackalloc byte[OpaqueBytes];
        var refused = Libc.SpawnAttributesInit(attributes)
            | Libc.SpawnAttributesFlags(attributes, SpawnFlags)
            | Libc.EmptySignals(signals)
            | Libc.SpawnAttributesSignalMask(attributes, signals);
        foreach (var signal in (ReadOnlySpan<int>)[Libc.SigHup, Libc.SigInt, Libc.SigQuit, Libc.SigPipe, Libc.SigTerm, Libc.SigChld])
            refused |= Libc.AddSignal(signals, signal);
        return refused | Libc.SpawnAttributesDefaultSignals(attributes, signals);
    }

    private static nint[] Environment()
    {
        var variables = System.Environment.GetEnvironmentVariables();
        var list = new nint[variables.Count + 1];
        var next = 0;
        foreach (System.Collections.DictionaryEntry variable in variables)
            list[next++] = Allocate($"{variable.Key}={variable.Value}");
        return list;
    }

    private static nint Allocate(string text) => Marshal.StringToCoTaskMemUTF8(text);

    private static void Free(nint[] strings)
    {
        foreach (var text in strings)
            Marshal.FreeCoTaskMem(text);
    }
}
