namespace ChefActors.ZooKeeper.Embedded.Storage.Disk;

/// <summary>The directory of a store. Tests put one in between that breaks. Several threads, each with files of its own.</summary>
internal interface IStoreDisk : IDisposable
{
    /// <summary>The directory's path, for messages.</summary>
    string Path { get; }

    /// <summary>Names of the files in it, in no order.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    IReadOnlyList<string> List();

    /// <summary>Opens an empty file for writing, in place of any of that name.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    IStoreFile Create(string name);

    /// <summary>Opens a file that is there, for reading and writing.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    IStoreFile Open(string name);

    /// <summary>Gives a file another name, in place of any file of that name; when this returns the new name survives a crash of the machine.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    void Rename(string from, string to);

    /// <summary>Removes a file. A crash may bring it back.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    void Delete(string name);
}
