using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>Repeats stored effects on an image. Whatever the bytes are, it repeats them or throws <see cref="WireFormatException"/>.</summary>
internal static class EffectReader
{
    private const ZnodeFields Known = ZnodeFields.Data | ZnodeFields.NullData | ZnodeFields.Acl | ZnodeFields.OpenAcl | ZnodeFields.Life;

    /// <summary>Repeats effects to the end of the reader's bytes. Returns how many there were.</summary>
    /// <exception cref="WireFormatException">They cannot be read, or do not fit what is there. The image is not to be used then.</exception>
    public static int RepeatAll(StoreImage image, ref JuteReader reader)
    {
        var count = 0;
        for (; reader.Remaining > 0; count++) Repeat(image, ref reader);
        return count;
    }

    private static void Repeat(StoreImage image, ref JuteReader reader)
    {
        var head = reader.ReadInt();
        var (kind, fields) = ((EffectKind)(head & 0xff), (ZnodeFields)(head >> 8));
        if ((fields & ~Known) != ZnodeFields.None) throw new WireFormatException($"a znode has fields 0x{(int)fields:x} that this version does not know; a newer version may have written them");
        switch (kind)
        {
            case EffectKind.Created: Created(image, fields, ref reader); break;
            case EffectKind.Changed: Changed(image, fields, ref reader); break;
            case EffectKind.Deleted: Deleted(image, reader.ReadText()); break;
            case EffectKind.SessionOpened: SessionOpened(image, ref reader); break;
            case EffectKind.SessionClosed: SessionClosed(image, reader.ReadLong()); break;
            default: throw new WireFormatException($"an effect is of kind {(int)kind}, which this version does not know; a newer version may have written it");
        }
    }

    private static void Created(StoreImage image, ZnodeFields fields, ref JuteReader reader)
    {
        var path = reader.ReadText();
        if ((fields & (ZnodeFields.Data | ZnodeFields.NullData)) == ZnodeFields.None || (fields & (ZnodeFields.Acl | ZnodeFields.OpenAcl)) == ZnodeFields.None)
        {
            throw new WireFormatException($"{path} is created without data or ACL");
        }

        if (!image.Tree.TryRestore(path, Read(default, fields, ref reader))) throw new WireFormatException($"{path} is created, but it is there already, or its parent is not or can have no children");
    }

    private static void Changed(StoreImage image, ZnodeFields fields, ref JuteReader reader)
    {
        var path = reader.ReadText();
        if (fields.HasFlag(ZnodeFields.Life)) throw new WireFormatException($"{path} is changed, and with it how long it lives, which never changes");
        if (!image.Tree.TryFind(path, out var node)) throw new WireFormatException($"{path} is changed, but it is not there");
        if (!image.Tree.TryChange(path, Read(node.State, fields, ref reader))) throw new WireFormatException($"{path} is changed, but belongs to another session");
    }

    private static void Deleted(StoreImage image, string path)
    {
        if (!image.Tree.TryErase(path)) throw new WireFormatException($"{path} is deleted, but it is not there or has children");
    }

    private static void SessionOpened(StoreImage image, ref JuteReader reader)
    {
        var session = new StoredSession(reader.ReadLong(), reader.ReadBuffer() ?? [], reader.ReadInt());
        if (session.Password.Length != 16 || session.TimeoutMs <= 0) throw new WireFormatException($"session 0x{session.Id:x} has a password of {session.Password.Length} bytes and a time-out of {session.TimeoutMs} ms");
        if (!image.Sessions.TryAdd(session.Id, session)) throw new WireFormatException($"session 0x{session.Id:x} begins, but it is there already");
        image.LastSessionId = Math.Max(image.LastSessionId, session.Id);
    }

    private static void SessionClosed(StoreImage image, long id)
    {
        if (!image.Sessions.Remove(id)) throw new WireFormatException($"session 0x{id:x} ends, but it is not there");
    }

    private static long Life(long ttlMs) => ttlMs is ZnodeState.Container or > 0 ? ttlMs : throw new WireFormatException($"a znode has a time to live of {ttlMs} ms");

    // The order of the lines is the order in the file.
    private static ZnodeState Read(in ZnodeState before, ZnodeFields fields, ref JuteReader reader)
    {
        var state = before with
        {
            Czxid = reader.ReadLong(),
            Mzxid = reader.ReadLong(),
            Pzxid = reader.ReadLong(),
            Ctime = reader.ReadLong(),
            Mtime = reader.ReadLong(),
            Version = reader.ReadInt(),
            Creates = reader.ReadInt(),
            Aversion = reader.ReadInt(),
            EphemeralOwner = reader.ReadLong(),
        };
        if (fields.HasFlag(ZnodeFields.Data)) state = state with { Data = reader.ReadBuffer() };
        if (fields.HasFlag(ZnodeFields.NullData)) state = state with { Data = null };
        if (fields.HasFlag(ZnodeFields.Acl)) state = state with { Acl = AclRecord.ReadList(ref reader) ?? [] };
        if (fields.HasFlag(ZnodeFields.OpenAcl)) state = state with { Acl = Acl.OpenUnsafe };
        if (fields.HasFlag(ZnodeFields.Life)) state = state with { TtlMs = Life(reader.ReadLong()) };
        return state;
    }
}
