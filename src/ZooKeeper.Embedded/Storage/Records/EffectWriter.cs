using ChefActors.ZooKeeper.Embedded.Tree;
using ChefActors.ZooKeeper.Wire;
using ChefActors.ZooKeeper.Wire.Records;

namespace ChefActors.ZooKeeper.Embedded.Storage.Records;

/// <summary>
/// Effects as bytes, in jute's encoding. Each begins with an int: its <see cref="EffectKind"/> in the low byte, its <see cref="ZnodeFields"/>
/// above. Effects are states, not operations: repeating them asks no permission and decides nothing anew.
/// </summary>
internal static class EffectWriter
{
    public static void Created(JuteWriter writer, string path, in ZnodeState state) =>
        Znode(writer, EffectKind.Created, path, state, DataField(state) | AclField(state) | (state.TtlMs == 0 ? ZnodeFields.None : ZnodeFields.Life));

    public static void Changed(JuteWriter writer, string path, in ZnodeState state, in ZnodeState before)
    {
        var fields = ReferenceEquals(state.Data, before.Data) ? ZnodeFields.None : DataField(state);
        if (!ReferenceEquals(state.Acl, before.Acl)) fields |= AclField(state);
        Znode(writer, EffectKind.Changed, path, state, fields);
    }

    public static void Deleted(JuteWriter writer, string path)
    {
        Head(writer, EffectKind.Deleted);
        writer.WriteString(path);
    }

    public static void SessionOpened(JuteWriter writer, StoredSession session)
    {
        Head(writer, EffectKind.SessionOpened);
        writer.WriteLong(session.Id);
        writer.WriteBuffer(session.Password);
        writer.WriteInt(session.TimeoutMs);
    }

    public static void SessionClosed(JuteWriter writer, long sessionId)
    {
        Head(writer, EffectKind.SessionClosed);
        writer.WriteLong(sessionId);
    }

    private static void Head(JuteWriter writer, EffectKind kind, ZnodeFields fields = ZnodeFields.None) => writer.WriteInt((int)kind | ((int)fields << 8));

    private static void Znode(JuteWriter writer, EffectKind kind, string path, in ZnodeState state, ZnodeFields fields)
    {
        Head(writer, kind, fields);
        writer.WriteString(path);
        writer.WriteLong(state.Czxid);
        writer.WriteLong(state.Mzxid);
        writer.WriteLong(state.Pzxid);
        writer.WriteLong(state.Ctime);
        writer.WriteLong(state.Mtime);
        writer.WriteInt(state.Version);
        writer.WriteInt(state.Creates);
        writer.WriteInt(state.Aversion);
        writer.WriteLong(state.EphemeralOwner);
        if (fields.HasFlag(ZnodeFields.Data)) writer.WriteBuffer(state.Data);
        if (fields.HasFlag(ZnodeFields.Acl)) AclRecord.WriteList(writer, state.Acl);
        if (fields.HasFlag(ZnodeFields.Life)) writer.WriteLong(state.TtlMs);
    }

    private static ZnodeFields DataField(in ZnodeState state) => state.Data is null ? ZnodeFields.NullData : ZnodeFields.Data;

    private static ZnodeFields AclField(in ZnodeState state) => ReferenceEquals(state.Acl, Acl.OpenUnsafe) ? ZnodeFields.OpenAcl : ZnodeFields.Acl;
}
