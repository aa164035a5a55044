using ChefActors.ZooKeeper.Embedded.Storage.Recovery;

namespace ChefActors.ZooKeeper.Embedded.Storage.Disk;

/// <summary>A directory of the system's, made when it is missing and locked against other servers until it is disposed, or the process ends.</summary>
internal sealed class SystemDisk : IStoreDisk
{
    private readonly FileStream _lock;

    /// <exception cref="ZooKeeperStorageException">It cannot be made or used, or another server uses it.</exception>
    public SystemDisk(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(Path)) Make();
            if (Directory.Exists(In("version-2"))) throw new ZooKeeperStorageException($"{Path} is the data directory of an Apache server (it holds version-2); give this server another one", Path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ZooKeeperStorageException($"{Path} cannot be used as a data directory: {problem.Message}", Path, inner: problem);
        }

        try
        {
            _lock = new FileStream(In(StoreFileNames.Lock), Options(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ZooKeeperStorageException($"{Path} is not free: {problem.Message} Another server uses it, or it may not be written; stop the other one, or give this one its own", Path, inner: problem);
        }
    }

    public string Path { get; }

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(Path).Select(file => System.IO.Path.GetFileName(file))];

    public IStoreFile Create(string name) => Open(name, FileMode.Create);

    public IStoreFile Open(string name) => Open(name, FileMode.Open);

    public void Rename(string from, string to)
    {
        File.Move(In(from), In(to), overwrite: true);
        SystemCalls.SyncDirectory(Path);
    }

    public void Delete(string name) => File.Delete(In(name));

    public void Dispose() => _lock.Dispose();

    /// <summary>Makes it for its owner alone: it holds passwords of sessions. Its name is synced, too.</summary>
    private void Make()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Path);
        else Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (System.IO.Path.GetDirectoryName(Path) is { } parent) SystemCalls.SyncDirectory(parent);
    }

    private SystemFile Open(string name, FileMode mode)
    {
        var path = In(name);
        try
        {
            // A handle without a stream: everything is written at an offset, and nothing is buffered here.
            using var made = mode == FileMode.Create ? new FileStream(path, Options(mode, FileShare.Read)) : null;
            return new SystemFile(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite), path);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new IOException(problem.Message, problem);
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
