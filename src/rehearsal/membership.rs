//! Who comes and goes, and what the bot is told of it.

use serde_json::{Value, json};

use super::chat::{ChatKind, Contact, Membership};
use super::journal::Seen;
use super::world::World;

impl World {
    /// Changes somebody's place in a group. About itself the bot hears by `my_chat_member`.
    pub fn change_standing(&mut self, chat: i64, account: i64, to: Membership, by: i64) {
        let old = self.member_json(chat, account);
        let Some(known) = self.chats.get_mut(&chat) else { return };
        known.members.insert(account, to);
        // About others only administrators hear, and only on request.
        let rules = known.standing(self.bot) == Membership::Administrator;
        let kind = match account == self.bot {
            true => "my_chat_member",
            false if rules => "chat_member",
            false => return,
        };
        let new = self.member_json(chat, account);
        self.push_member_update(kind, chat, by, &old, &new);
    }

    fn push_member_update(&mut self, kind: &str, chat: i64, by: i64, old: &Value, new: &Value) {
        let update = json!({
            "chat": self.chat_json(chat),
            "from": self.user_json(by),
            "date": self.now().timestamp(),
            "old_chat_member": old,
            "new_chat_member": new,
        });
        self.updates.push(kind, &update);
    }

    /// Somebody joins, alone or brought by another.
    pub fn join(&mut self, chat: i64, account: i64, by: i64) {
        self.change_standing(chat, account, Membership::Member, by);
        let user = self.user_json(account);
        let words = if account == by {
            format!("{} joins", self.name(account))
        } else {
            format!("{} adds {}", self.name(by), self.name(account))
        };
        let content = json!({"new_chat_participant": user, "new_chat_member": user, "new_chat_members": [user]});
        self.post_service(chat, by, content, words);
    }

    /// Somebody leaves, or is removed by another.
    pub fn leave(&mut self, chat: i64, account: i64, by: i64) {
        let user = self.user_json(account);
        let (to, words) = if account == by {
            (Membership::Left, format!("{} leaves", self.name(account)))
        } else {
            (Membership::Kicked, format!("{} removes {}", self.name(by), self.name(account)))
        };
        let content = json!({"left_chat_participant": user, "left_chat_member": user});
        // Told before the change: of its own removal, too, the bot hears both ways.
        self.post_service(chat, by, content, words);
        self.change_standing(chat, account, to, by);
    }

    /// A basic group becomes a supergroup, with a new id and messages numbered anew; returns the id.
    pub fn upgrade(&mut self, chat: i64) -> i64 {
        let Some(old) = self.chats.get(&chat).filter(|old| old.kind == ChatKind::Basic && old.migrated_to.is_none())
        else {
            return self.current(chat);
        };
        let (title, members) = (old.title.clone(), old.members.clone());
        let owner = members.iter().find(|(_, standing)| **standing == Membership::Creator).map(|(id, _)| *id);
        let owner = owner.unwrap_or_default();
        let new = self.add_chat(ChatKind::Supergroup { forum: false }, &title, &[]);
        let bot_is_inside = members.get(&self.bot).is_some_and(|standing| standing.is_inside());
        let bot_standing = members.get(&self.bot).copied();
        if let Some(known) = self.chats.get_mut(&new) {
            known.members = members;
            known.members.remove(&self.bot);
        }
        self.post_service(chat, owner, json!({"migrate_to_chat_id": new}), "The group becomes a supergroup".to_owned());
        if let Some(known) = self.chats.get_mut(&chat) {
            known.migrated_to = Some(new);
        }
        if let Some(standing) = bot_standing.filter(|_| bot_is_inside) {
            self.change_standing(new, self.bot, standing, owner);
            let content = json!({"migrate_from_chat_id": chat});
            let id = self.post(
                new,
                super::world::NewMessage {
                    from: super::world::ANONYMOUS_ADMIN,
                    sender_chat: Some(new),
                    content: content.as_object().cloned().unwrap_or_default(),
                    service: true,
                    ..super::world::NewMessage::default()
                },
            );
            let json = self.message_json(new, id);
            self.updates.push("message", &json);
        }
        new
    }

    /// A person opens the private chat, blocks the bot, or takes that back.
    pub fn set_door(&mut self, person: i64, door: Contact) {
        let Some(chat) = self.chats.get_mut(&person) else { return };
        let before = std::mem::replace(&mut chat.door, door);
        let blocked = |door| if door == Contact::Blocked { "kicked" } else { "member" };
        if before == Contact::NeverOpened || blocked(before) == blocked(door) {
            return;
        }
        let bot = self.user_json(self.bot);
        let member = |status: &str| {
            let mut member = json!({"status": status, "user": bot});
            if status == "kicked" {
                member["until_date"] = json!(0);
            }
            member
        };
        self.push_member_update("my_chat_member", person, person, &member(blocked(before)), &member(blocked(door)));
        let words = if door == Contact::Blocked { "blocks the bot" } else { "unblocks the bot" };
        let name = self.name(person);
        self.note(person, Seen::Service(format!("{name} {words}")));
    }
}
