using ChefActors.NodeHost.ChefClient.Stopping;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.ChefClient;

/// <summary>
/// Makes what every run's directory holds before anything is known of the run, and renames it once that is known: between a push and <c>go</c> a
/// file takes as long as a message.
/// </summary>
internal static class NextRunDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it anew.</summary>
    /// <exception cref="IOException">The disk is full, or the state directory is gone.</exception>
    internal static RunDirectory Make(string stateDirectory, CgroupDirectory? cgroup)
    {
        // Never the state directory: where that is gone, a run's files would be found by nobody.
        if (!Directory.Exists(stateDirectory)) throw new IOException($"the state directory {stateDirectory} is gone");
        var directory = RunDirectory.Next(stateDirectory);
        Directory.CreateDirectory(Path.GetDirectoryName(directory.Path)!, OwnerOnly);
        if (Directory.Exists(directory.Path)) Directory.Delete(directory.Path, recursive: true);
        Directory.CreateDirectory(directory.Path, OwnerOnly);
        using (new FileStream(directory.FreshExit, Reserved()))
        {
            // Its blocks are what counts: a full disk refuses them here, before anything was started.
        }

        // Both files are made here with mode 0600: a umask of the wrapper's would become chef-client's, and recipes' files would be closed to everybody.
        new FileStream(directory.Output, DurableFile.OwnerOnly(FileMode.CreateNew)).Dispose();
        if (cgroup is not null) RunCgroup.Note(directory, cgroup);
        return directory;
    }

    /// <summary>Gives it to a run, in place of what an earlier life may have left under that name.</summary>
    /// <exception cref="IOException">It is gone.</exception>
    internal static void Give(RunDirectory made, RunDirectory run)
    {
        if (Directory.Exists(run.Path)) Directory.Delete(run.Path, recursive: true);
        Directory.Move(made.Path, run.Path);
    }

    private static FileStreamOptions Reserved()
    {
        var options = DurableFile.OwnerOnly(FileMode.CreateNew);
        options.PreallocationSize = RunDirectory.ReservedBytes;
        return options;
    }
}
