using ChefActors.ZooKeeper.Wire;

namespace ChefActors.ZooKeeper.Connections;

/// <summary>Makes the caller's value from a reply's body.</summary>
internal delegate T ReplyParser<out T>(ref JuteReader body, ErrorCode error, Chroot chroot);
